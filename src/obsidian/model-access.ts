import type { App } from 'obsidian';
import type { Recipient } from '../worker/operators/view.js';
import { askThrough, type AppRequest, type Ask, type PlainRequest, type PlainResponse } from './request-fetch.js';

/** The way from this device to models: only to addresses, and only with the keys, that a person agreed to on this device. */
export interface ModelAccess {
	/** The value of a secret for calls to this address; null where there is none, or where nobody agreed. */
	key(secret: string, address: string): string | null;
	/** Rejects where nobody agreed that anything goes to this address. */
	request(request: PlainRequest): Promise<PlainResponse>;
	agreed(recipient: Recipient): boolean;
	agree(recipients: readonly Recipient[]): void;
	/** Agrees for as long as the work takes, as for a test of the connection. */
	during<T>(recipient: Recipient, work: () => Promise<T>): Promise<T>;
}

/** What the access needs of the app. */
export interface AccessParts {
	readonly secret: (name: string) => string | null;
	readonly ask: Ask;
	/** What was agreed before on this device; kept outside of the vault, so that no file that is synced can agree to anything. */
	readonly load: () => unknown;
	readonly store: (agreed: readonly string[]) => void;
}

const nameOf = ({ address, key }: Recipient): string => `${key ?? ''} ${address}`;

/** Whether a request stays below an address, whatever its path does. */
function isBelow(url: string, address: string): boolean {
	try {
		const [asked, allowed] = [new URL(url), new URL(address)];
		const folder = allowed.pathname.replace(/\/+$/, '');
		return asked.origin === allowed.origin && asked.username === '' && asked.password === '' && (asked.pathname === folder || asked.pathname.startsWith(`${folder}/`));
	} catch {
		return false;
	}
}

export function modelAccess({ secret, ask, load, store }: AccessParts): ModelAccess {
	const kept = load();
	const agreed = new Set<string>(Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []);
	/** How many works are under way for a recipient that was not agreed to for good. */
	const lent = new Map<string, number>();
	const may = (recipient: Recipient): boolean => agreed.has(nameOf(recipient)) || (lent.get(nameOf(recipient)) ?? 0) > 0;
	const addresses = (): string[] => [...agreed, ...[...lent].filter(([, count]) => count > 0).map(([name]) => name)].map((name) => name.slice(name.indexOf(' ') + 1));
	return {
		key: (name, address) => (may({ address, key: name }) ? (secret(name)?.trim() ?? null) : null),
		async request(request) {
			if (!addresses().some((address) => isBelow(request.url, address))) throw new Error(`nobody agreed on this device that notes go to ${new URL(request.url).host}`);
			return ask(request);
		},
		agreed: (recipient) => agreed.has(nameOf(recipient)),
		agree(recipients) {
			for (const recipient of recipients) agreed.add(nameOf(recipient));
			store([...agreed].sort());
		},
		async during(recipient, work) {
			const name = nameOf(recipient);
			lent.set(name, (lent.get(name) ?? 0) + 1);
			try {
				return await work();
			} finally {
				lent.set(name, (lent.get(name) ?? 1) - 1);
			}
		},
	};
}

const KEPT_AS = 'commonplace-models';

/** The access through the app's own request and its storage of secrets. */
export const appModelAccess = (app: App, request: AppRequest): ModelAccess =>
	modelAccess({
		secret: (name) => app.secretStorage.getSecret(name),
		ask: askThrough(request),
		load: () => app.loadLocalStorage(KEPT_AS) as unknown,
		store: (agreed) => {
			app.saveLocalStorage(KEPT_AS, agreed);
		},
	});
