/** Lets the app do what waits; a timer would be held back for milliseconds. */
export const yieldToApp = (): Promise<void> =>
	new Promise((done) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			done();
		};
		port2.postMessage(null);
	});
