import { Radio, Select, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./appointment.server.ts')>('people')

/** The posts that the chosen station's document knows, by its names. */
export function PostControl({
  station,
  value,
  set,
}: {
  station: unknown
  value: unknown
  set: (key: string, value: unknown) => void
}) {
  const known = useAnswer(api.postsAt, { station: station as string }, { enabled: Boolean(station) }).data
  if (!known) return <Typography.Text type="secondary">{station ? '正在读取岗位' : '先选择社工站'}</Typography.Text>
  const options = known.map(({ post, name }) => ({ value: post, label: name }))
  const shown = known.some(({ post }) => post === value) ? value : null
  return options.length <= 4 ? (
    <Radio.Group
      id="field-post"
      options={options}
      value={shown}
      onChange={(event) => set('post', event.target.value)}
    />
  ) : (
    <Select
      id="field-post"
      options={options}
      value={shown as string | null}
      onChange={(next) => set('post', next)}
      placeholder="请选择"
    />
  )
}
