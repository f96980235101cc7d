/** A part of an object that was asked for: both ends included. */
export type ByteRange = { readonly first: number; readonly last: number };

/**
 * The part that a `Range` header asks for; `undefined` when it asks for the whole or in a form that S3 passes over,
 * `unsatisfiable` when the object ends before it.
 *
 * Imitates https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: one range, of bytes.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const first = Math.max(0, size - Number(to));
    return Number(to) === 0 || size === 0 ? 'unsatisfiable' : { first, last: size - 1 };
  }
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
