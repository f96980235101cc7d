const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The header that makes a browser keep a file under this name and never open it in place.
 *
 * Old browsers get the name in ASCII, with `_` for what is not.
 *
 * @source RFC 6266, appendix D; RFC 5987, section 3.2
 */
export function contentDisposition(name: string): string {
  const whole = name.replace(/\p{Surrogate}/gu, '_');
  const plain = whole.replace(/[^\x20-\x7e]/gu, '_').replace(/["\\%]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(whole)}`;
}
