/** What was asked for cannot be done; the message says in one line what was found, what was expected and what to do. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput';
}
