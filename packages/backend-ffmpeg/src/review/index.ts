export { findReviewer, reviewPackage, reviewVariable, type ReviewPlace } from './find-reviewer.ts'
export { judge, suggestionOf } from './findings.ts'
export { readAnswer, type ReviewAnswer, type ReviewRequest } from './protocol.ts'
export { programReviewer, type PictureReviewer, type Reviewed } from './reviewer.ts'
