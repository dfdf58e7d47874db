import { colours } from '../../ui/theme.ts'

export interface TrendPoint {
  onDay: string
  score: number
  band: string
}

const width = 520
const height = 190
const [left, right, top, bottom] = [40, 24, 22, 34]

/** A client's scores over time: one line, a zero base, every point labelled; the same numbers stand in the table beside it. */
export function TrendChart({
  title,
  points,
  least,
  most,
}: {
  title: string
  points: readonly TrendPoint[]
  least: number
  most: number
}) {
  const floor = Math.min(0, least)
  const span = Math.max(1, most - floor)
  const days = points.map(({ onDay }) => Date.parse(`${onDay}T00:00:00Z`))
  const [first, last] = [Math.min(...days), Math.max(...days)]
  // several on one day, or only one at all, are spread evenly
  const x = (i: number) =>
    left +
    (width - left - right) *
      (last === first ? (points.length === 1 ? 0.5 : i / (points.length - 1)) : (days[i]! - first) / (last - first))
  const y = (score: number) => top + (height - top - bottom) * (1 - (score - floor) / span)
  const line = points.map(({ score }, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(score).toFixed(1)}`).join('')
  const said = points.map(({ onDay, score, band }) => `${onDay} ${score} 分 ${band}`).join('，')
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${title}趋势：${said}`}
      style={{ maxWidth: width, width: '100%' }}
    >
      {[floor, floor + span / 2, floor + span].map((at) => (
        <g key={at}>
          <line x1={left} x2={width - right} y1={y(at)} y2={y(at)} stroke={colours.line} />
          <text x={left - 6} y={y(at) + 4} textAnchor="end" fontSize={11} fill={colours.muted}>
            {Math.round(at * 10) / 10}
          </text>
        </g>
      ))}
      <path d={line} fill="none" stroke={colours.primary} strokeWidth={2} />
      {points.map(({ onDay, score }, i) => (
        <g key={`${onDay}-${i.toString()}`}>
          <circle cx={x(i)} cy={y(score)} r={4} fill="#fff" stroke={colours.primary} strokeWidth={2} />
          <text x={x(i)} y={y(score) - 9} textAnchor="middle" fontSize={12} fill={colours.text}>
            {score}
          </text>
          {(points.length <= 6 || i === 0 || i === points.length - 1) && (
            <text x={x(i)} y={height - 10} textAnchor="middle" fontSize={11} fill={colours.muted}>
              {onDay.slice(2)}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}
