import { Option } from 'commander'

export function imageAccuracyOption(): Option {
  return new Option('--image-accuracy <how>', "pictures of the very frames asked for, or of the key frames before them (default: 'key' for the tiles of sprites alone)").choices(['key', 'exact'])
}
