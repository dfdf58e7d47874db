import { factMeasure } from '../../core/measures.ts'
import { assessmentScored } from './assessment.ts'
import { shippedScales } from './scales.ts'

export const assessmentsMade = factMeasure({
  name: 'assessments.scored',
  label: '量表评估次数',
  unit: '次',
  definition: '期内评估日期落在本期的量表评估次数，按量表分列；已作废的不计。',
  fact: assessmentScored,
  count: 'records',
  split: 'variant',
  dimension: { label: '量表', words: Object.fromEntries(shippedScales.map(({ key, title }) => [key, title])) },
})
