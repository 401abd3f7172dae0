import { declareApply } from './apply.ts'
import { declareCompile } from './compile.ts'
import { declareConvert } from './convert.ts'
import type { Declare } from './declare.ts'
import { declareDiff } from './diff.ts'
import { declareDoctor } from './doctor.ts'
import { declareDrm } from './drm.ts'
import { declareExplain } from './explain.ts'
import { declareFmt } from './fmt.ts'
import { declareGraph } from './graph.ts'
import { declareLsp } from './lsp.ts'
import { declarePlan } from './plan.ts'
import { declareReview } from './review.ts'
import { declareRun } from './run.ts'
import { declareStep } from './step.ts'
import { declareTemplates } from './templates.ts'
import { declareTest } from './test.ts'
import { declareValidate } from './validate.ts'

/** In the order of the help. */
export const declarations: readonly Declare[] = [
  declareRun,
  declareReview,
  declareCompile,
  declarePlan,
  declareApply,
  declareDiff,
  declareGraph,
  declareValidate,
  declareFmt,
  declareTest,
  declareConvert,
  declareStep,
  declareLsp,
  declareTemplates,
  declareDrm,
  declareExplain,
  declareDoctor,
]
