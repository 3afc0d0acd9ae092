import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		// Wide, since machines may be busy: what is slow shows in the bench, not here.
		testTimeout: 180_000,
		hookTimeout: 180_000,
		// Browser tests wait on conditions, on machines that may be busy.
		expect: { poll: { timeout: 30_000 } },
	},
});
