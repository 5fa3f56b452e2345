/** A kind of event that the history knows. */
export interface EventKind {
  /** In the past, snake case, for example `user_login_success`. */
  readonly name: string;
  /** When it is recorded, for the documentation. */
  readonly description: string;
}
