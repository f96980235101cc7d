declare module 'asl-validator' {
  /** Changes the definition it is given: it writes a QueryLanguage into each state. */
  export default function validate(definition: object): { readonly isValid: boolean };
}
