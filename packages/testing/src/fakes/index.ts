// Of its own, without vitest: programs that a test starts use these too.
export * from './fake-backend.ts'
export * from './fake-clock.ts'
export * from './fake-facts.ts'
export * from './fake-graph.ts'
