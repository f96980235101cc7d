const LEAD_FIRST = 0x81;
/** KS X 1001, which is all that EUC-KR holds, has both of its bytes from here on. */
const STANDARD_FIRST = 0xa1;
const LAST = 0xfe;
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;

/** Signs that came into the standard later: € and ®. */
const LATER = [
  [0xa2e6, 0x20ac],
  [0xa2e7, 0xae],
] as const;

/** What pairs of bytes mean, by lead * 256 + trail; 0 for those that mean nothing. Made when it is first needed. */
let table: Uint16Array | undefined;

/**
 * The text of bytes in CP949, which is EUC-KR with the 8,822 syllables that it lacks (똠, 뷁 …); nothing when they are not that.
 *
 * Node's own decoder knows only what stands in the standard, and refuses the rest of what Korean spreadsheets write.
 */
export function fromCp949(bytes: Uint8Array): string | undefined {
  table ??= pairs();
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      units[count] = byte;
    } else {
      at += 1;
      const unit = table[byte * 256 + (bytes[at] ?? 0)] ?? 0;
      if (unit === 0) return undefined;
      units[count] = unit;
    }
    count += 1;
  }
  return new TextDecoder('utf-16le').decode(units.subarray(0, count));
}

function pairs(): Uint16Array {
  const made = new Uint16Array(65_536);
  const standard = new TextDecoder('euc-kr');
  const known = new Set<number>();
  for (let lead = STANDARD_FIRST; lead <= LAST; lead += 1) {
    for (let trail = STANDARD_FIRST; trail <= LAST; trail += 1) {
      const text = standard.decode(Uint8Array.of(lead, trail));
      if (text.length !== 1 || text === '\ufffd') continue;
      made[lead * 256 + trail] = text.charCodeAt(0);
      known.add(text.charCodeAt(0));
    }
  }
  for (const [pair, unit] of LATER) made[pair] = unit;
  // The others fill the gaps in the order of Unicode.
  let syllable = FIRST_SYLLABLE;
  for (const pair of gaps()) {
    while (known.has(syllable)) syllable += 1;
    if (syllable > LAST_SYLLABLE) break;
    made[pair] = syllable;
    syllable += 1;
  }
  return made;
}

/** The pairs that the standard leaves free: trails are letters, or from 0x81 up to where the standard begins. */
function* gaps(): Generator<number> {
  for (let lead = LEAD_FIRST; lead <= LAST; lead += 1) {
    const last = lead < STANDARD_FIRST ? LAST : STANDARD_FIRST - 1;
    for (let trail = 0x41; trail <= last; trail += 1) {
      if ((trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81)) continue;
      yield lead * 256 + trail;
    }
  }
}
