import type { LiveAccount } from '../account/live-account.ts';
import { type Answer, htmlAnswer } from '../wire/answer.ts';

/** The sign-in page: which simulated account, approve or deny. It repeats the request's own parameters. */
export function signInPage(
  accounts: readonly LiveAccount[],
  params: URLSearchParams,
  loginHint: string | null,
): Answer {
  const preferred = accounts.find(({ email }) => email === loginHint) ?? accounts[0];
  const choices = accounts.map(({ id, email, plan }) => {
    const checked = id === preferred?.id ? ' checked' : '';
    return `<label><input type="radio" name="account" value="${escapeHtml(id)}"${checked}> ${escapeHtml(email)} <small>${plan}</small></label>`;
  });
  const hidden = [...params].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    200,
    'Sign in (simulated)',
    `<p>Rota would like to connect to a simulated account. Nothing here is real.</p>
<form method="post" action="/oauth/authorize">
${hidden.join('\n')}
<fieldset><legend>Account</legend>
${choices.join('\n')}
</fieldset>
<button name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}

/** Tells the person why the browser cannot be sent back to the client. */
export function refusalPage(message: string): Answer {
  return page(400, 'Invalid authorization request', `<p>${escapeHtml(message)}</p>`);
}

/** The manual callback page, from which the person copies `code#state`. */
export function manualCallbackPage(params: URLSearchParams): Answer {
  const error = params.get('error');
  if (error !== null) return page(200, 'Sign-in ended', `<p id="error">${escapeHtml(error)}</p>`);
  const pasted = `${params.get('code') ?? ''}#${params.get('state') ?? ''}`;
  return page(
    200,
    'Authentication code',
    `<p>Paste this into the application:</p>\n<code id="code">${escapeHtml(pasted)}</code>`,
  );
}

/** Where a client sends the browser once it has its code. */
export function successPage(): Answer {
  return page(200, 'You are signed in', '<p>You can close this window.</p>');
}

function page(status: number, title: string, body: string): Answer {
  const style =
    'body{font:15px system-ui,sans-serif;max-width:32em;margin:4em auto;padding:0 1em}label{display:block;margin:.5em 0}code{overflow-wrap:anywhere}';
  return htmlAnswer(
    status,
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`,
    // The page shows a code: it must not be kept, framed or named in a Referer.
    [
      ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
    ],
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
