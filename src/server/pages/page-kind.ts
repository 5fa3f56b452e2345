import type { PageName } from './forms.js';
import type { View } from './page.js';
import type { Ask } from './public-api.js';
import type { SentForm } from './sent-form.js';
import type { PageTexts } from './texts/page-texts.js';

export interface PageVisit {
  readonly words: PageTexts;
  readonly appName: string;
  readonly ask: Ask;
}

/** One of the server's own pages. */
export interface PageKind {
  readonly name: PageName;
  /**
   * What a link shows. Changes nothing: mail scanners open links too.
   * @param token null for a visit without one, which may ask for a mail
   * @param email what stands in the form for that
   */
  open(token: string | null, visit: PageVisit, email?: string): Promise<View>;
  /**
   * Does what the button says, and tells how it went.
   * @returns null where the form is not one of this page
   * @throws ApiRefusal
   */
  submit(form: SentForm, visit: PageVisit): Promise<View | null>;
}
