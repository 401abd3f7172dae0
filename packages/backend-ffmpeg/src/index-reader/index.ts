export { readMovie, readTrack, type InProcess } from './read-movie.ts'
