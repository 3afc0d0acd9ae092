import { Events } from './events.js';
import { refuseUnknown } from './not-implemented.js';

/** Secrets in memory: the app keeps them in the system's keychain. */
export class SecretStorage extends Events {
	private readonly secrets = new Map<string, string>();

	setSecret(id: string, secret: string): void {
		if (!/^[a-z0-9-]+$/.test(id)) throw new Error(`A secret's id is lower-case letters, digits and dashes: ${id}`);
		this.secrets.set(id, secret);
	}

	getSecret(id: string): string | null {
		return this.secrets.get(id) ?? null;
	}

	listSecrets(): string[] {
		return [...this.secrets.keys()];
	}
}

refuseUnknown(SecretStorage);
