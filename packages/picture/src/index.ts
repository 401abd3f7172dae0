export { escapeDotHtml, quoteDot } from './formats/dot-escape.ts'
export { pictureDot } from './formats/dot.ts'
export { stagesJson, type StagesJson } from './formats/json.ts'
export { escapeMermaid } from './formats/mermaid-escape.ts'
export { pictureMermaid } from './formats/mermaid.ts'
export { pictureSvg } from './formats/svg.ts'
export { pictureText, type PictureTextOptions } from './formats/text.ts'
export {
  graphPicture, stageOf, type GraphPicture, type GraphPictureInput, type PictureBox, type PictureColumn, type PictureEdge, type PictureGroup, type Stage,
} from './graph-picture.ts'
export { problemsByTask, type PictureProblem, type TaskProblems } from './task-problems.ts'
export { taskWords } from './task-words.ts'
