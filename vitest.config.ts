import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'promises',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**/*.test.ts'],
          exclude: ['tests/stories/**', 'node_modules/**'],
          globalSetup: './tests/postgres.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // every file opens a database of its own; the modules, which keep nothing between requests, are loaded once
          isolate: false,
        },
      },
      {
        test: {
          name: 'stories',
          include: ['tests/stories/**/*.story.ts'],
          globalSetup: './tests/stories/server.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // one server, one demo: the journeys follow each other
          fileParallelism: false,
          sequence: { concurrent: false },
        },
      },
    ],
  },
})
