/** A template cannot be stood up; the message names the resource and what was expected. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
}
