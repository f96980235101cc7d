import { crc32, deflateRawSync } from 'node:zlib';

/** One file that goes into a zip. */
export type ZipContent = { readonly name: string; readonly content: Uint8Array; readonly isStored: boolean };

/** 1 January 1980, the first day that a zip knows. */
const FIRST_DAY = 0x21;
const UTF8 = 0x0800;

const le = (...numbers: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const bytes = Buffer.alloc(numbers.reduce((sum, [, size]) => sum + size, 0));
  numbers.reduce((at, [value, size]) => bytes.writeUIntLE(value, at, size), 0);
  return bytes;
};

/**
 * A zip of these files, in this order, without times, comments and whatever else programs put beside the names.
 *
 * @source PKWARE, APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16
 */
export function zipOf(files: readonly ZipContent[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, isStored } of files) {
    const label = Buffer.from(name, 'utf8');
    const body = isStored ? content : deflateRawSync(content);
    const facts = Buffer.concat([
      le([20, 2], [UTF8, 2], [isStored ? 0 : 8, 2], [0, 2], [FIRST_DAY, 2], [crc32(content), 4]),
      le([body.length, 4], [content.length, 4], [label.length, 2], [0, 2]),
    ]);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, label]);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02', 'latin1'),
        le([20, 2]),
        facts,
        le([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
        label,
      ]),
    );
    parts.push(head, body);
    at += head.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = le([0, 4], [files.length, 2], [files.length, 2], [listed.length, 4], [at, 4], [0, 2]);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
