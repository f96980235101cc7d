import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a made zip. `says`: sizes it claims instead of its own; `at`: where it claims to lie. */
export type Made = {
  readonly name: string;
  readonly bytes: Buffer | string;
  readonly packed?: Buffer;
  readonly says?: number;
  readonly flags?: number;
};

/** A zip of these entries, honest unless an entry says otherwise. `shareFirst`: every entry points at the first one's bytes. */
export function zipOf(made: readonly Made[], { shareFirst = false }: { shareFirst?: boolean } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  made.forEach(({ name, bytes, packed: given, says, flags = 0 }, index) => {
    const plain = Buffer.from(bytes);
    const packed = given ?? deflateRawSync(plain);
    const isShared = shareFirst && index > 0;
    const label = Buffer.from(name);
    const facts = Buffer.alloc(16);
    facts.writeUInt32LE(crc32(plain), 0);
    facts.writeUInt32LE(packed.length, 4);
    facts.writeUInt32LE(says ?? plain.length, 8);
    facts.writeUInt16LE(label.length, 12);
    const method = Buffer.from([20, 0, flags, 0, 8, 0, 0, 0, 0, 0]);
    const where = isShared ? 0 : at;
    if (!isShared) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), method, facts, label, packed]);
      parts.push(local);
      at += local.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(where, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), method, facts, tail, label]));
  });
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(made.length, 8);
  end.writeUInt16LE(made.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
