/**
 * Whether a text matches a pattern of IAM, in which `*` stands for any run of characters and `?` for one.
 *
 * @source IAM, "Policy elements: Resource" and "Action"
 */
export function iamPattern(pattern: string, flags: '' | 'i' = ''): (text: string) => boolean {
  if (pattern === '*') return () => true;
  const escaped = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  const expression = new RegExp(`^${escaped.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, flags);
  return (text) => expression.test(text);
}
