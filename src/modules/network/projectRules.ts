import { cite, linesOf, type Policy } from '../policy/index.ts'

interface Project {
  year: number
  kind: 'brand' | 'own'
  localCharacter: boolean
  dropped: boolean
}

const words = { brandProject: '品牌项目', localProject: '有本地特色的品牌项目' } as const

/** A station's projects of a year held against the document's 2+N: two brand projects, of which one or two with local character (昆民通〔2021〕8号 附件2). */
export function projectNotes(
  policy: Policy,
  year: number,
  projects: readonly Project[],
): { text: string; met: boolean; clause: string }[] {
  const brand = projects.filter((one) => one.year === year && one.kind === 'brand' && !one.dropped)
  const counts = { brandProject: brand.length, localProject: brand.filter((one) => one.localCharacter).length }
  return linesOf(policy, 'range')
    .filter((line) => line.per === 'station')
    .flatMap((line) => {
      const of = line.of as keyof typeof counts
      const count = counts[of]
      if (count === undefined) return []
      const { atLeast, atMost } = line
      const met = (atLeast === null || count >= atLeast) && (atMost === null || count <= atMost)
      const asked =
        atLeast === atMost
          ? `应为 ${atLeast} 个`
          : atMost === null
            ? `应不少于 ${atLeast} 个`
            : `应为 ${atLeast ?? 0}—${atMost} 个`
      return [{ text: `${year} 年${words[of]} ${count} 个，${asked}`, met, clause: cite(policy, line) }]
    })
}
