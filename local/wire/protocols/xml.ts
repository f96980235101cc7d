/** Members that the query services declare as maps; all other objects are structures. */
const mapMembers = new Set(['Attributes', 'attributes']);

/** A text as it may stand in XML. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** An element with a value inside: lists as `<member>`, maps as `<entry>`, absent members left out. */
export function xmlElement(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${inside(name, value)}</${name}>`;
}

function inside(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xmlElement('member', item)).join('');
  if (typeof value !== 'object' || value === null) return xmlText(String(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (!mapMembers.has(name)) return members.map(([member, inner]) => xmlElement(member, inner)).join('');
  return members
    .map(([key, inner]) => `<entry>${xmlElement('key', key)}${xmlElement('value', inner)}</entry>`)
    .join('');
}
