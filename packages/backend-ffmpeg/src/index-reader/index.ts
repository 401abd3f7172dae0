export { readMovie, type InProcess } from './read-movie.ts'
