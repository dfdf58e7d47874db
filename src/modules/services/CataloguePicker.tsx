import { Flex, Select, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Clause } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./serviceRecord.server.ts')>('services')

/** The items of a station's own catalogue, by domain; what was chosen shows what its clause asks of this level. */
export function CataloguePicker({
  station,
  value,
  onChange,
  id,
}: {
  station: string | null
  value: string[]
  onChange: (keys: string[]) => void
  id: string
}) {
  const found = useAnswer(api.catalogueOf, { station: station ?? '' }, { enabled: station !== null })
  const items = found.data?.items ?? []
  const domains = [...new Set(items.map(({ domain }) => domain))]
  const chosen = items.filter(({ key }) => value.includes(key))
  return (
    <>
      <Select
        id={id}
        mode="multiple"
        value={value}
        onChange={onChange}
        loading={found.isLoading}
        disabled={station === null}
        placeholder={station ? '可输入关键词查找，可选几项' : '请先选择社工站'}
        showSearch={{ optionFilterProp: 'search' }}
        options={domains.map((domain) => ({
          label: domain,
          title: domain,
          options: items
            .filter((item) => item.domain === domain)
            .map(({ key, number, label }) => ({
              value: key,
              label: `${number} ${label}`,
              search: `${number} ${label} ${domain}`,
            })),
        }))}
        style={{ width: '100%' }}
      />
      {chosen.length > 0 && (
        <Flex vertical gap={4} style={{ marginTop: 6 }}>
          {chosen.map(({ key, duty, clause }) => (
            <Typography.Text key={key} type="secondary" style={{ fontSize: 13 }}>
              <Clause>{`${found.data!.document} ${clause}`}</Clause> {duty}
            </Typography.Text>
          ))}
        </Flex>
      )}
    </>
  )
}
