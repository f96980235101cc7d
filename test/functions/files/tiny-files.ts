import { crc32, deflateRawSync } from 'node:zlib';

/** Somebody's name and whereabouts, as tiny files tell them. */
export const telling = { author: 'Hong Gildong', place: '+37.5665+126.9780/' } as const;

const text = (words: string): Buffer => Buffer.from(words, 'latin1');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const le = (value: number, size: 2 | 4): Buffer => {
  const bytes = Buffer.alloc(size);
  if (size === 2) bytes.writeUInt16LE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
};

const segment = (marker: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(content.length + 2), content]);

/** An Exif that tells who took the picture, and that it is to be turned so (1 to 8). */
const exif = (turned: number): Buffer => {
  const author = text(`${telling.author}\0`);
  const entries = [
    Buffer.concat([u16(0x0112), u16(3), u32(1), u16(turned), u16(0)]),
    Buffer.concat([u16(0x013b), u16(2), u32(author.length), u32(38)]),
  ];
  return Buffer.concat([text('Exif\0\0MM'), u16(42), u32(8), u16(2), ...entries, u32(0), author]);
};

/** A JPEG of nothing, with Exif, XMP, a comment, and something behind its picture. */
export const jpg = (turned = 1): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.concat([text('JFIF\0'), Buffer.from([1, 1, 0, 0, 1, 0, 1, 0, 0])])),
    segment(0xe1, exif(turned)),
    segment(0xe1, text(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${telling.author}</x:xmpmeta>`)),
    segment(0xfe, text(telling.place)),
    segment(0xdb, Buffer.alloc(65)),
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
    text(`behind ${telling.author}`),
  ]);

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([text(name), content]);
  return Buffer.concat([u32(content.length), named, u32(crc32(named))]);
};

/** A PNG of nothing, with a text. */
export const png = (): Buffer =>
  Buffer.concat([
    Buffer.from([0x89]),
    text('PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.concat([u32(1), u32(1), Buffer.from([8, 0, 0, 0, 0])])),
    chunk('tEXt', text(`Author\0${telling.author}`)),
    chunk('IDAT', Buffer.alloc(10)),
    chunk('eXIf', exif(1).subarray(6)),
    chunk('IEND', Buffer.alloc(0)),
    text(telling.place),
  ]);

const riffChunk = (name: string, content: Buffer): Buffer =>
  Buffer.concat([text(name), le(content.length, 4), content, Buffer.alloc(content.length % 2)]);
const riff = (form: string, ...chunks: Buffer[]): Buffer => {
  const content = Buffer.concat([text(form), ...chunks]);
  return Buffer.concat([text('RIFF'), le(content.length, 4), content]);
};

/** A WebP of nothing, with Exif and XMP. */
export const webp = (): Buffer =>
  riff(
    'WEBP',
    riffChunk('VP8X', Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    riffChunk('VP8L', Buffer.from([0x2f, 0, 0, 0, 0])),
    riffChunk('EXIF', exif(1)),
    riffChunk('XMP ', text(telling.author)),
  );

/** A recording of nothing, with who made it. */
export const wav = (): Buffer =>
  riff(
    'WAVE',
    riffChunk('fmt ', Buffer.from([1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0])),
    riffChunk('LIST', Buffer.concat([text('INFO'), riffChunk('IART', text(telling.author))])),
    riffChunk('data', Buffer.alloc(8, 0x80)),
  );

const box = (type: string, ...content: Buffer[]): Buffer => {
  const inner = Buffer.concat(content);
  return Buffer.concat([u32(inner.length + 8), text(type), inner]);
};
const full = (type: string, ...content: Buffer[]): Buffer => box(type, u32(0), ...content);
const sample = text('SAMPLES!');
const whereabouts = text(telling.place.padEnd(24));

/** One track with all its samples in one chunk. */
const track = (handler: string, chunkAt: number, sizeBytes: number): Buffer =>
  box(
    'trak',
    full('tkhd', u32(0xe0000001), u32(0xe0000002), Buffer.alloc(72)),
    box('udta', box('name', text(telling.author))),
    box(
      'mdia',
      full('mdhd', u32(0xe0000001), u32(0xe0000002), Buffer.alloc(12)),
      full('hdlr', u32(0), text(handler), Buffer.alloc(12), text(`${telling.author}\0`)),
      box(
        'minf',
        box('dinf', full('dref', u32(1), full('url '))),
        box(
          'stbl',
          full('stsd', u32(0)),
          full('stts', u32(0)),
          full('stsc', u32(1), u32(1), u32(1), u32(1)),
          full('stsz', u32(0), u32(1), u32(sizeBytes)),
          full('stco', u32(1), u32(chunkAt)),
        ),
      ),
    ),
  );

/** A film of nothing, with its places in a track of their own, in `udta`, and between its samples. */
export const film = (brand: string, handler: string): Buffer => {
  const head = box('ftyp', text(brand), u32(0), text(brand));
  const mdat = box('mdat', sample, whereabouts, text(`gap ${telling.author}`));
  const first = head.length + 8;
  const moov = box(
    'moov',
    full('mvhd', u32(0xe0000001), u32(0xe0000002), Buffer.alloc(88)),
    track(handler, first, sample.length),
    track('meta', first + sample.length, whereabouts.length),
    box('udta', box('\xa9xyz', text(telling.place)), box('meta', text(telling.author))),
  );
  return Buffer.concat([
    head,
    mdat,
    moov,
    box('uuid', text(`0123456789abcdef${telling.author}`)),
    box('free', text(telling.place)),
  ]);
};
export const mp4 = (): Buffer => film('isom', 'vide');
export const mov = (): Buffer => film('qt  ', 'vide');
export const m4a = (): Buffer => film('M4A ', 'soun');

/** A HEIC of nothing, with Exif and XMP as items of their own. */
export const heic = (): Buffer => {
  const head = box('ftyp', text('heic'), u32(0), text('mif1heic'));
  const items = [
    ['hvc1', sample],
    ['Exif', exif(1)],
    ['mime', text(`<x:xmpmeta>${telling.author}</x:xmpmeta>`)],
  ] as const;
  const infe = items.map(([type], index) =>
    box('infe', u32(0x02000000), u16(index + 1), u16(0), text(type), text(`${telling.author}\0`)),
  );
  const metaWith = (from: number): Buffer => {
    let at = from;
    const places = items.map(([, content], index) => {
      const place = Buffer.concat([u16(index + 1), u16(0), u16(1), u32(at), u32(content.length)]);
      at += content.length;
      return place;
    });
    return full(
      'meta',
      full('hdlr', u32(0), text('pict'), Buffer.alloc(13)),
      full('iinf', u16(items.length), ...infe),
      full('iloc', Buffer.from([0x44, 0x00]), u16(items.length), ...places),
    );
  };
  const meta = metaWith(head.length + metaWith(0).length + 8);
  return Buffer.concat([head, meta, box('mdat', ...items.map(([, content]) => content))]);
};

const frame = (): Buffer => Buffer.concat([Buffer.from([0xff, 0xfb, 0x10, 0xc4]), Buffer.alloc(100)]);

/** Three frames of silence, with tags before and behind. */
export const mp3 = (): Buffer => {
  const tag = Buffer.concat([text('TPE1'), u32(20), u16(0), text(telling.author.padEnd(20))]);
  const behind = Buffer.concat([text('TAG'), text(telling.author.padEnd(125, '\0'))]);
  return Buffer.concat([text('ID3\x03\0\0'), u32(tag.length), tag, frame(), frame(), frame(), behind]);
};

/** Two frames of speech. */
export const amr = (): Buffer =>
  Buffer.concat([text('#!AMR\n'), Buffer.from([0x04]), Buffer.alloc(12), Buffer.from([0x04]), Buffer.alloc(12)]);

/** A PDF of nothing. */
export const pdf = (): Buffer =>
  text(`%PDF-1.4\n1 0 obj<</Author(${telling.author})>>endobj\ntrailer<</Info 1 0 R>>\n%%EOF\n`);

/** A zip; `packed`: what is not stored as it is. */
export const zip = (files: Readonly<Record<string, string | Buffer>>, { flags = 0, packed = true } = {}): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const isPacked = packed && name !== 'mimetype';
    const body = isPacked ? deflateRawSync(plain) : plain;
    const facts = Buffer.concat([
      ...[le(20, 2), le(flags, 2), le(isPacked ? 8 : 0, 2), le(0, 4), le(crc32(plain), 4)],
      ...[le(body.length, 4), le(plain.length, 4), le(Buffer.byteLength(name), 2), le(0, 2)],
    ]);
    const local = Buffer.concat([text('PK\x03\x04'), facts, Buffer.from(name), body]);
    directory.push(
      Buffer.concat([
        text('PK\x01\x02'),
        le(20, 2),
        facts,
        le(0, 2),
        le(0, 2),
        le(0, 2),
        le(0, 4),
        le(at, 4),
        Buffer.from(name),
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = le(parts.length, 2);
  const end = Buffer.concat([text('PK\x05\x06'), le(0, 4), count, count, le(listed.length, 4), le(at, 4), le(0, 2)]);
  return Buffer.concat([...parts, listed, end]);
};

/** An HWPX of nothing. */
export const hwpx = (more: Readonly<Record<string, string | Buffer>> = {}): Buffer =>
  zip({ mimetype: 'application/hwp+zip', 'Contents/content.hpf': '<opf:package/>', ...more });

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** A document of nothing, with its author. */
export const docx = (more: Readonly<Record<string, string | Buffer>> = {}, type = wordType): Buffer =>
  zip({
    '[Content_Types].xml': `<Types><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
    'word/document.xml': '<w:document/>',
    'docProps/core.xml': `<dc:creator>${telling.author}</dc:creator>`,
    ...more,
  });

/** A compound file whose directory names these streams; the first one's content lies in the mini stream. */
export const compound = (names: readonly string[], first: Buffer = Buffer.alloc(0)): Buffer => {
  const header = Buffer.alloc(512);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 48); // the directory begins in sector 1
  header.writeUInt32LE(4096, 56);
  header.fill(0xff, 76);
  header.writeUInt32LE(0, 76); // the table is sector 0
  const table = Buffer.alloc(512, 0xff);
  for (const sector of [1, 2, 3]) table.writeUInt32LE(0xfffffffe, sector * 4);
  table.writeUInt32LE(0xfffffffd, 0);
  const entry = (name: string, kind: number, start: number, size: number): Buffer => {
    const bytes = Buffer.alloc(128);
    bytes.write(name, 'utf16le');
    bytes.writeUInt16LE(name.length * 2 + 2, 64);
    bytes.writeUInt8(kind, 66);
    bytes.writeUInt32LE(start, 116);
    bytes.writeUInt32LE(size, 120);
    return bytes;
  };
  const entries = [entry('Root Entry', 5, 2, 512), ...names.map((name) => entry(name, 2, 0, first.length))];
  const directory = Buffer.concat([...entries, Buffer.alloc(512)]).subarray(0, 512);
  return Buffer.concat([header, table, directory, Buffer.concat([first, Buffer.alloc(512)]).subarray(0, 512)]);
};

/** An HWP of nothing; `properties`: bits of its header. */
export const hwp = (properties = 1): Buffer =>
  compound(
    ['FileHeader'],
    Buffer.concat([text('HWP Document File'.padEnd(32, '\0')), le(0x05000300, 4), le(properties, 4), Buffer.alloc(24)]),
  );
