/** Work on one thing waits for the work that was asked of it before, whether that went well or not. */
export class Turns {
	private readonly waiting = new Map<string, Promise<unknown>>();

	take<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.waiting.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		const settled = mine.then(
			() => undefined,
			() => undefined,
		);
		this.waiting.set(key, settled);
		void settled.then(() => {
			if (this.waiting.get(key) === settled) this.waiting.delete(key);
		});
		return mine;
	}
}
