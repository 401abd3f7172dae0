export { findTestFiles } from './find-test-files.ts'
export { readTestFile, type ExpectedDiagnostic, type ExpectedTask, type Expectation, type TestCase, type TestFile } from './read-test-file.ts'
export { updatedText, type TestUpdate } from './update-test-file.ts'
