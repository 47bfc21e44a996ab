import type { SubmitEvent } from 'react';

import { strings } from '../strings.ts';
import { keepCredential } from './credential.ts';

/** What an HTTP header can carry as a bearer token. */
const CREDENTIAL = '[A-Za-z0-9._~+\\/\\-]+=*';

/** Asks for a key or an invite. */
export function SignInForm() {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const credential = new FormData(event.currentTarget).get('credential');
    if (typeof credential === 'string') keepCredential(credential.trim());
  };
  return (
    <form className="sign-in" onSubmit={submit}>
      <label htmlFor="credential">{strings.signIn.label}</label>
      <p id="credential-hint">{strings.signIn.hint}</p>
      <div className="sign-in-row">
        <input
          id="credential"
          name="credential"
          type="password"
          autoComplete="off"
          required
          pattern={`\\s*${CREDENTIAL}\\s*`}
          aria-describedby="credential-hint"
        />
        <button type="submit" className="button primary">
          {strings.signIn.submit}
        </button>
      </div>
    </form>
  );
}
