/** A kind of secret: how it starts, and its form from there. Each form is anchored, bounded and linear. */
interface SecretKind {
	readonly name: string;
	readonly start: string;
	readonly form: RegExp;
	/** What must stand directly before the start; its first group is part of the secret. Default: no letter or digit. */
	readonly before: RegExp;
}

const kind = (name: string, start: string, form: RegExp, before = /(?:^|[^A-Za-z0-9])()$/): SecretKind => ({ name, start, form, before });
const LONGEST_BEFORE = 40;

const OPENAI = 'OpenAI API key';

const KINDS: readonly SecretKind[] = [
	kind('Anthropic API key', 'sk-ant-', /sk-ant-(?:api|admin|sid|oat)?\d{0,2}-?[\w-]{24,200}/y),
	kind('OpenRouter API key', 'sk-or-', /sk-or-(?:v1-)?[0-9a-f]{32,80}/y),
	kind(OPENAI, 'sk-', /sk-(?:proj-|svcacct-|admin-|None-)?[\w-]{20,200}/y),
	kind('GitHub token', 'gh', /gh[pousr]_[A-Za-z0-9]{36,255}/y),
	kind('GitHub fine-grained token', 'github_pat_', /github_pat_\w{22,255}/y),
	kind('GitLab token', 'gl', /gl(?:pat|dt|rt|ptt|ft|imt|agent|oas|cbt|soat|ffct)-[\w-]{20,64}/y),
	kind('AWS access key', 'A', /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y),
	kind('Google API key', 'AIza', /AIza[\w-]{35}/y),
	kind('Google OAuth secret', 'GOCSPX-', /GOCSPX-[\w-]{28}/y),
	kind('Google OAuth token', 'ya29.', /ya29\.[\w-]{20,400}/y),
	kind('Slack token', 'xox', /xox[abeoprs]-[\w-]{10,250}/y),
	kind('Slack app token', 'xapp-', /xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{20,128}/y),
	kind('Slack webhook', 'hooks.slack.com', /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{30,120}/y),
	kind('Discord webhook', 'discord', /discord(?:app)?\.com\/api\/webhooks\/\d{15,25}\/[\w-]{50,100}/y),
	kind('Stripe key', '_', /_(?:live|test|prod)_[A-Za-z0-9]{16,120}/y, /(?:^|[^A-Za-z0-9])((?:sk|rk))$/),
	kind('Stripe webhook secret', 'whsec_', /whsec_[A-Za-z0-9+/=]{24,80}/y),
	kind('private key', '-----BEGIN', /-----BEGIN[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----/y),
	kind('age secret key', 'AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1[A-Z0-9]{58}/y),
	kind('JSON web token', 'eyJ', /eyJ[\w-]{12,500}\.eyJ[\w-]{12,4000}\.[\w-]{10,1000}/y),
	kind('npm token', 'npm_', /npm_[A-Za-z0-9]{36}/y),
	kind('PyPI token', 'pypi-', /pypi-AgE[\w-]{50,250}/y),
	kind('Hugging Face token', 'hf_', /hf_[A-Za-z]{34}/y),
	kind('SendGrid key', 'SG.', /SG\.[\w-]{16,32}\.[\w-]{32,64}/y),
	kind('Mailgun key', 'key-', /key-[0-9a-f]{32}/y),
	kind('Mailchimp key', '-us', /-us\d{1,2}(?!\w)/y, /(?:^|[^0-9A-Za-z])([0-9a-f]{32})$/),
	kind('Twilio key', 'SK', /SK[0-9a-f]{32}(?!\w)/y),
	kind('Telegram bot token', ':AA', /:AA[\w-]{33}(?![\w-])/y, /(?:^|\D)(\d{8,10})$/),
	kind('DigitalOcean token', 'do', /do[oprt]_v1_[0-9a-f]{64}/y),
	kind('Shopify token', 'shp', /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/y),
	kind('Square token', 'EAAA', /EAAA[\w-]{60}/y),
	kind('Square secret', 'sq0', /sq0(?:atp|csp|idp)-[\w-]{22,43}/y),
	kind('Linear API key', 'lin_api_', /lin_api_[A-Za-z0-9]{40}/y),
	kind('Notion token', 'ntn_', /ntn_\d{11}[A-Za-z0-9]{32,40}/y),
	kind('Notion token', 'secret_', /secret_[A-Za-z0-9]{43}(?!\w)/y),
	kind('Groq API key', 'gsk_', /gsk_[A-Za-z0-9]{48,60}/y),
	kind('xAI API key', 'xai-', /xai-[A-Za-z0-9]{70,90}/y),
	kind('Perplexity API key', 'pplx-', /pplx-[A-Za-z0-9]{40,60}/y),
	kind('Replicate token', 'r8_', /r8_[A-Za-z0-9]{37}/y),
	kind('Databricks token', 'dapi', /dapi[0-9a-f]{32}(?!\w)/y),
	kind('Vault token', 'hv', /hv[sbr]\.[\w-]{24,200}/y),
	kind('Atlassian token', 'ATATT3', /ATATT3[\w=-]{100,250}/y),
	kind('Azure storage key', 'AccountKey=', /AccountKey=[A-Za-z0-9+/]{80,90}={0,2}/y),
	kind('Sentry token', 'sntry', /sntry[su]_[A-Za-z0-9+/=_-]{40,250}/y),
	kind('address with a password', '://', /:\/\/[^\s/:@?#<>]{1,64}:(?!\/\/)(?!(?:password|pass|pwd|secret|token|user|x+|\*+|\.+|<|\$|\{|%7B)[^@]{0,12}@)[^\s/@<>]{6,128}@[\w.-]{3,}/y, /([a-z][a-z0-9+.-]{1,20})$/i),
];

const escapeForm = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const STARTS = [...new Set(KINDS.map(({ start }) => start))].sort((a, b) => b.length - a.length);

// One pass finds every place where some secret may start; what may follow is then tried there alone. `A`, `SK`, `gh`, `gl`, `do`, `hv` and `_` are
// narrowed, because they start ordinary words too.
const ANCHORS = new RegExp(
	STARTS.map((start) => {
		const narrowed: Readonly<Record<string, string>> = {
			A: 'A(?:KIA|SIA|BIA|CCA)', gh: 'gh[pousr]_', gl: 'gl[a-z]{2,5}-', do: 'do[oprt]_v1_', hv: 'hv[sbr]\\.', SK: 'SK[0-9a-f]{4}', _: '_(?:live|test|prod)_', discord: 'discord(?:app)?\\.com/api/webhooks', 'sk-': 'sk-[A-Za-z0-9]', '-us': '-us\\d',
		};
		return narrowed[start] ?? escapeForm(start);
	}).join('|'),
	'g',
);

const byStart = new Map<string, SecretKind[]>();
for (const entry of KINDS) byStart.set(entry.start, [...(byStart.get(entry.start) ?? []), entry]);

// A name that says "secret", then `=` or `:`, then a value that looks drawn by lot.
const ASSIGNED =
	/(?:api|access|auth|client|secret|private|signing|encryption|bearer|session|refresh|service)[ _.-]?(?:key|token|secret|password|passwd|pwd)s?|(?:password|passwd|passphrase|credential|secret|token|apikey)s?|authorization/gi;
const VALUE = /["'`\]*_]{0,4}[ \t]{0,4}(?:=>|:=|=|:)[ \t]{0,4}(?:bearer |basic |token )?["'`*_]{0,4}([A-Za-z0-9+/_.~!@$%^&*-]{16,200}={0,2})/iy;

/** Bits a character, of the text's own distribution. */
function entropy(text: string): number {
	const counts = new Map<string, number>();
	for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}

/** Whether a value looks drawn by lot rather than written: letters and digits mixed, no words with hyphens, no path, no placeholder. */
function looksRandom(value: string): boolean {
	if (!/[A-Za-z]/.test(value) || !/\d/.test(value)) return false;
	if (/^(?:x+|\*+|\.+|your|example|changeme|placeholder|test|dummy|none|null|undefined|https?|www\.)/i.test(value)) return false;
	if (/^[a-z]+(?:[-_.][a-z]+)*[-_.]?\d{0,4}$/i.test(value)) return false;
	if (/^\d{4}-\d{2}-\d{2}/.test(value)) return false;
	return entropy(value) >= 3.5;
}

export interface FoundSecret {
	readonly kind: string;
	readonly start: number;
	readonly end: number;
}

function formAt(text: string, at: number, anchor: string): FoundSecret | null {
	for (const start of STARTS) {
		if (!anchor.startsWith(start)) continue;
		for (const { name, form, before } of byStart.get(start) ?? []) {
			const head = before.exec(text.slice(Math.max(0, at - LONGEST_BEFORE), at));
			if (!head) continue;
			form.lastIndex = at;
			const match = form.exec(text);
			// Hyphenated words look like the older keys, but for their digits and capitals.
			if (match && (name !== OPENAI || (/\d/.test(match[0]) && /[A-Z]/.test(match[0])))) return { kind: name, start: at - (head[1]?.length ?? 0), end: at + match[0].length };
		}
	}
	return null;
}

/** Secrets in the text, in order of position, each place once. At most `most`. */
export function findSecrets(text: string, most = 200): FoundSecret[] {
	const found: FoundSecret[] = [];
	for (const match of text.matchAll(ANCHORS)) {
		if (found.length >= most) break;
		const last = found.at(-1);
		if (last && match.index < last.end) continue;
		const secret = formAt(text, match.index, match[0]);
		if (secret) found.push(secret);
	}
	for (const match of text.matchAll(ASSIGNED)) {
		if (found.length >= most) break;
		VALUE.lastIndex = match.index + match[0].length;
		const value = VALUE.exec(text)?.[1];
		if (value === undefined || !looksRandom(value)) continue;
		const end = VALUE.lastIndex;
		if (!found.some((other) => other.start < end && other.end > end - value.length)) found.push({ kind: 'secret value', start: end - value.length, end });
	}
	return found.sort((a, b) => a.start - b.start);
}
