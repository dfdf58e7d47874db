import { Grid, Table, Typography } from 'antd'
import { Block, PageHead } from '../../ui/parts.tsx'
import { placeKinds } from '../places/index.ts'
import { type Grant, grants, type Role, type RoleName, roles } from './roles.ts'

const all = Object.entries(roles) as [RoleName, Role][]

function overWhat({ anchor, placeKinds: kinds }: Role): string {
  switch (anchor) {
    case 'place':
      if (!kinds) return '区划'
      return kinds.length > 2 ? `${placeKinds[kinds.at(-1)!]}以上` : kinds.map((kind) => placeKinds[kind]).join('、')
    case 'station':
      return '社工站'
    case 'organisation':
      return '承接的各站'
  }
}

function says(role: Role, grant: Grant): string {
  if (role.grants.includes(grant)) return '有'
  return role.own?.includes(grant) ? '本人的' : ''
}

/** Which role may do what, in words: the table that the server itself decides by. */
export function RolesPage() {
  const narrow = Grid.useBreakpoint().md === false
  return (
    <>
      <PageHead title="角色与权限" note="没有列为「有」的，一律不能做；角色名下方是它授予的范围，权限只在范围内有效" />
      <Block>
        {narrow ? <ByRole /> : <Matrix />}
        <Typography.Paragraph type="secondary" style={{ margin: '12px 0 0' }}>
          「本人的」：只能办理自己登记的记录。系统管理员、安全管理员、审计员不能由同一人担任（三权分立）；任何人不能给自己授予角色，也不能授予超出自己辖区的角色。
        </Typography.Paragraph>
      </Block>
    </>
  )
}

function Matrix() {
  return (
    <Table
      size="small"
      rowKey="key"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={(Object.entries(grants) as [Grant, string][]).map(([key, label]) => ({ key, label }))}
      columns={[
        {
          title: '权限',
          dataIndex: 'label',
          fixed: 'left',
          width: 176,
          onCell: () => ({ scope: 'row' }),
        },
        ...all.map(([key, role]) => ({
          title: (
            <>
              <div style={{ whiteSpace: 'nowrap' }}>{role.label}</div>
              <div className="role-over">{overWhat(role)}</div>
            </>
          ),
          key,
          width: 82,
          align: 'center' as const,
          render: (_: unknown, { key: grant }: { key: Grant }) => says(role, grant),
        })),
      ]}
    />
  )
}

function ByRole() {
  return all.map(([key, role]) => (
    <section key={key} style={{ marginBottom: 16 }}>
      <h2 className="block-title">{role.label}</h2>
      <Typography.Text type="secondary">授予范围：{overWhat(role)}</Typography.Text>
      <div>
        {[
          ...role.grants.map((grant) => grants[grant]),
          ...(role.own ?? []).map((grant) => `${grants[grant]}（本人的）`),
        ].join('、')}
      </div>
    </section>
  ))
}
