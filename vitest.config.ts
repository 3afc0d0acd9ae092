import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// Browser tests wait on conditions, on machines that may be busy.
		expect: { poll: { timeout: 10_000 } },
	},
});
