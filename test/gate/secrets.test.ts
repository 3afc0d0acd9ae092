import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../src/gate/secrets.js';
import { context, gate, page, update, withLine } from './fixture.js';
import { processorTime } from '../processor-time.js';

// Put together here, so that no scanner takes this file for a leak.
const letters = 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9dE2fG4hJ6kL8mN1pQ3rS5tU7vW9xY2zA4bC6dE8f';
const of = (length: number): string => letters.repeat(9).slice(0, length);
const hex = (length: number): string => '3f9a1c7e5b2d8046'.repeat(9).slice(0, length);
const SECRETS: readonly (readonly [string, string])[] = [
	['Anthropic API key', `sk-ant-api03-${of(93)}AA`],
	['OpenRouter API key', `sk-or-v1-${hex(64)}`],
	['OpenAI API key', `sk-${of(48)}`],
	['OpenAI API key', `sk-proj-${of(74)}`],
	['GitHub token', `ghp_${of(36)}`],
	['GitHub token', `gho_${of(36)}`],
	['GitHub fine-grained token', `github_pat_${of(22)}_${of(59)}`],
	['GitLab token', `glpat-${of(20)}`],
	['AWS access key', `AKIA${'Q3EGZ7WXM2N5P6RT'}`],
	['Google API key', `AIza${of(35)}`],
	['Google OAuth secret', `GOCSPX-${of(28)}`],
	['Google OAuth token', `ya29.${of(60)}`],
	['Slack token', `xoxb-123456789012-${of(24)}`],
	['Slack app token', `xapp-1-A012345-123456789-${hex(64)}`],
	['Slack webhook', `https://hooks.slack.com/services/T0000000/B0000000/${of(24)}`],
	['Discord webhook', `https://discord.com/api/webhooks/123456789012345678/${of(68)}`],
	['Stripe key', `sk_live_${of(24)}`],
	['Stripe webhook secret', `whsec_${of(32)}`],
	['private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
	['private key', '-----BEGIN PGP PRIVATE KEY BLOCK-----'],
	['age secret key', `AGE-SECRET-KEY-1${of(58).toUpperCase()}`],
	['JSON web token', `eyJ${of(30)}.eyJ${of(40)}.${of(43)}`],
	['npm token', `npm_${of(36)}`],
	['PyPI token', `pypi-AgE${of(80)}`],
	['Hugging Face token', `hf_${'abcdefGHIJKLmnopqrSTUVWXyzabcdefGH'}`],
	['SendGrid key', `SG.${of(22)}.${of(43)}`],
	['Mailgun key', `key-${hex(32)}`],
	['Mailchimp key', `${hex(32)}-us12`],
	['Twilio key', `SK${hex(32)}`],
	['Telegram bot token', `123456789:AA${of(33)}`],
	['DigitalOcean token', `dop_v1_${hex(64)}`],
	['Shopify token', `shpat_${hex(32)}`],
	['Square secret', `sq0csp-${of(43)}`],
	['Linear API key', `lin_api_${of(40)}`],
	['Notion token', `secret_${of(43)}`],
	['Groq API key', `gsk_${of(52)}`],
	['xAI API key', `xai-${of(80)}`],
	['Perplexity API key', `pplx-${of(48)}`],
	['Replicate token', `r8_${of(37)}`],
	['Databricks token', `dapi${hex(32)}`],
	['Vault token', `hvs.${of(40)}`],
	['Azure storage key', `AccountKey=${of(86)}==`],
	['address with a password', 'postgres://admin:h4rdT0Gu3ss@db.example.org/x'],
	['secret value', `api_key = "${of(32)}"`],
	['secret value', `AWS_SECRET_ACCESS_KEY=${of(40)}`],
	['secret value', `password: ${of(20)}`],
	['secret value', `"client_secret": "${of(30)}"`],
	['secret value', `Authorization: Bearer ${of(40)}`],
];

describe('secrets', () => {
	it.each(SECRETS)('finds a %s and never repeats it', (kind, secret) => {
		for (const text of [secret, `Use ${secret} there.`, `("${secret}")`, `\`${secret}\``]) {
			const [found] = findSecrets(text);
			expect(found?.kind).toBe(kind);
		}
		const verdict = withLine(`The key is ${secret} here.[^k1]`, secret);
		expect(verdict.disposition).toBe('BLOCK');
		const rule = verdict.rules.find((fired) => fired.rule === 'constitution:secret');
		expect(rule?.line).toBe(13);
		expect(rule?.reason).toContain(kind);
		expect(JSON.stringify(verdict.rules.filter((fired) => fired.rule === 'constitution:secret'))).not.toContain(secret.slice(4, 20));
	});

	it.each([
		'The password is not written here.',
		'Password: see the safe in the office',
		'A secret: nobody knows the trouble-he-has-seen-there.',
		'api_key = YOUR_API_KEY_GOES_HERE_1234',
		'token: xxxxxxxxxxxxxxxxxxxxxxxx',
		'The commit 3f9a1c7e5b2d80463f9a1c7e5b2d80463f9a1c7e fixed it.',
		'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
		'Her sk-learning and task-oriented work; risk-averse-people-are-many.',
		'ghp_short and AKIA and sk- and npm_install',
		'https://example.org/a/very/long/path/with-many-words-2026/and-more-words',
		'Tokenisation: antidisestablishmentarianism1',
		'access token: https://docs.example.org/tokens/how-to-2024',
		'postgres://user:password@localhost/db',
		'secret = process.env.SECRET_KEY_BASE',
		'The session key was exchanged on 2026-11-22.',
		'uuid 123e4567-e89b-12d3-a456-426614174000',
		'Schlüssel: Donaudampfschifffahrtsgesellschaft2024',
	])('finds none in %j', (text) => {
		expect(findSecrets(text)).toEqual([]);
	});

	it('leaves alone what stood there before', () => {
		const current = page(`ghp_${of(36)}[^k1]`);
		expect(gate.decide(update(current, { text: `${current}\n`, personText: false }), context({ current })).rules).toEqual([]);
	});

	it('takes linear time on bombs', () => {
		const bombs = ['sk-', 'eyJ', 'A', 'xox', 'token=', '://a:', '_live_', '-----BEGIN ', 'password', `sk-${'a'.repeat(190)}`, 'eyJaaaaaaaaaaaaaaaa.', 'eyJ-', `eyJ${'a'.repeat(20)}.eyJ-`];
		for (const bomb of bombs) {
			const text = bomb.repeat(Math.ceil(1_000_000 / bomb.length));
			const start = processorTime();
			findSecrets(text);
			expect(processorTime() - start, bomb).toBeLessThan(2000);
		}
	});
});
