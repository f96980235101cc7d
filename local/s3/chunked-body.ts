/**
 * The bytes of a body that an SDK sent in signed or checksummed chunks (`aws-chunked`).
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html; the chunks' own signatures and trailers are not checked.
 */
export function unchunked(body: Uint8Array): Buffer {
  const bytes = Buffer.from(body);
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end < 0 ? 0 : Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
