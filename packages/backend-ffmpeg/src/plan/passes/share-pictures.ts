import type { Reason } from '@vodflow/engine'
import { ordersOf, type EncodeJob, type PictureJob } from '../draft.ts'
import { shapeKey, type PictureOrder } from '../pictures.ts'
import type { Pass } from './pass.ts'

/** A picture that several tasks of one command want is made for the first of them; the others take copies. */
export const sharePictures: Pass = { name: 'sharePictures', run: (draft) => ({ jobs: draft.jobs.map((job) => (job.kind === 'own' ? job : once(job))) }) }

function once<J extends EncodeJob | PictureJob>(job: J): J {
  return { ...job, once: true, reasons: [...job.reasons, ...reuseReasons(ordersOf(job))] }
}

function reuseReasons(orders: readonly PictureOrder[]): readonly Reason[] {
  return orders.flatMap((order, at): readonly Reason[] => {
    const earlier = orders.slice(0, at).filter(({ shape }) => shapeKey(shape) === shapeKey(order.shape))
    const made = new Set(earlier.flatMap(({ shots }) => shots.map(({ frame }) => frame.index)))
    const again = new Set(order.shots.map(({ frame }) => frame.index).filter((index) => made.has(index))).size
    const whose = earlier.filter(({ shots }) => shots.some(({ frame }) => order.shots.some((shot) => shot.frame.index === frame.index))).map(({ task }) => task.id)
    return again === 0 ? [] : [{ choice: 'reuse', because: `${again} of its ${order.shots.length} pictures ${again === 1 ? 'is' : 'are'} made for ${whose.join(' and ')} already, and copied`, tasks: [order.task.id] }]
  })
}
