import { Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Demonstration } from './standing.ts'

const api = client<typeof import('./board.server.ts') & typeof import('./standing.server.ts')>('network')

type Board = AnswerOfCall<typeof import('./board.server.ts').boardOf>

const met = (is: boolean) => (is ? <State tone="good">符合</State> : <State tone="warn">不符合</State>)
const toStation = ({ id, name }: { id: string; name: string }): ReactNode => <To path={`/stations/${id}`}>{name}</To>

const { fromOn, document } = Demonstration.fields

/** Model stations and what stations are known for, each held against what its document asks (KM-6.3, BH-3.5, CG-1, PZ-G3.1.1). */
export default function BoardView({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.boardOf, { place, on })
  return (
    <Answer of={found}>
      {(board) => (
        <>
          <Demonstrations {...board} />
          {board.tiers.length > 0 && (
            <Block title="建设标准分档">
              <DataTable
                rows={board.tiers}
                rowKey={({ label }) => label}
                columns={[
                  {
                    title: '适用',
                    key: 'label',
                    render: (_, { label }) => <div style={{ maxWidth: 640 }}>{label}</div>,
                  },
                  {
                    title: '站点数',
                    key: 'stations',
                    align: 'right',
                    width: 100,
                    render: (_, { stations }) => stations,
                  },
                ]}
                empty=""
              />
            </Block>
          )}
          {board.projects.length > 0 && (
            <Block title="年度品牌项目">
              <DataTable
                rows={board.projects}
                rowKey={({ id }) => id}
                columns={[
                  { title: '社工站', key: 'name', render: (_, one) => toStation(one) },
                  { title: '核对', key: 'says', render: (_, { says }) => says },
                  { title: '', key: 'met', width: 100, render: (_, one) => met(one.met) },
                ]}
                empty=""
              />
            </Block>
          )}
          {board.specialties.length > 0 && (
            <Block title="特色方向">
              <DataTable
                rows={board.specialties}
                rowKey={({ label }) => label}
                columns={[
                  { title: '方向', key: 'label', width: 180, render: (_, { label }) => label },
                  { title: '站点', key: 'names', render: (_, { names }) => names },
                ]}
                empty=""
              />
            </Block>
          )}
          {board.lots.length > 0 && <Lots lots={board.lots} />}
          {(board.party.qualifying > 0 || board.party.missing.length > 0) && (
            <Block title="党支部">
              <Typography.Paragraph>
                符合条件的站 {board.party.qualifying} 个，已成立 {board.party.founded} 个。
              </Typography.Paragraph>
              {board.party.missing.length > 0 && (
                <Flex gap={8} wrap>
                  <Typography.Text type="secondary">尚未成立：</Typography.Text>
                  {board.party.missing.map((one) => (
                    <span key={one.id}>{toStation(one)}</span>
                  ))}
                </Flex>
              )}
            </Block>
          )}
          {board.handovers.length > 0 && (
            <Block title="外来机构承接的站">
              <DataTable
                rows={board.handovers}
                rowKey={({ id }) => id}
                columns={[
                  { title: '社工站', key: 'name', render: (_, one) => toStation(one) },
                  { title: '承接主体', key: 'operator', render: (_, { operator }) => operator },
                  {
                    title: '移交计划',
                    key: 'dueOn',
                    render: (_, { dueOn }) =>
                      dueOn ? <State tone="good">{`计划 ${dueOn}`}</State> : <State tone="warn">还没有</State>,
                  },
                ]}
                empty=""
              />
            </Block>
          )}
        </>
      )}
    </Answer>
  )
}

function Demonstrations({ ranges, demonstrations }: Board) {
  const mayName = useHolds('network.manage')
  return (
    <Block
      title={`示范站（${demonstrations.length}）`}
      extra={
        mayName && (
          <FormButton
            label="选示范站"
            call={api.nameDemonstration}
            fields={{ station: ref('社工站', 'station'), fromOn, document }}
            unfolded={['document']}
            initial={{ fromOn: today() }}
            given={{}}
          />
        )
      }
    >
      {ranges.map(({ name, label, count, met: is, clause }) => (
        <Flex key={name} gap={8} wrap align="center" style={{ marginBottom: 8 }}>
          <span>
            {name}：现有 {count} 个，{label}
          </span>
          {met(is)}
          <Clause>{clause}</Clause>
        </Flex>
      ))}
      {demonstrations.length === 0 ? (
        <Typography.Text type="secondary">还没有选示范站；选定后在这里按文件的数量要求核对</Typography.Text>
      ) : (
        <DataTable
          rows={demonstrations}
          rowKey={({ id }) => id}
          columns={[
            { title: '社工站', key: 'name', render: (_, one) => toStation(one) },
            { title: '所在', key: 'place', render: (_, { placeName }) => placeName },
            { title: '自', key: 'fromOn', width: 110, render: (_, one) => one.fromOn },
            { title: '命名文件', key: 'document', render: (_, one) => one.document ?? '—' },
          ]}
          empty=""
        />
      )}
    </Block>
  )
}

function Lots({ lots }: Pick<Board, 'lots'>) {
  return (
    <Block title="采购包">
      <DataTable
        rows={lots}
        rowKey={({ label }) => label}
        columns={[
          { title: '采购包', key: 'label', render: (_, { label }) => label },
          {
            title: '落实到',
            key: 'station',
            render: (_, { station, stationName }) =>
              station ? <To path={`/stations/${station}`}>{stationName}</To> : <State tone="warn">尚未落实</State>,
          },
          { title: '服务期', key: 'term', render: (_, one) => (one.fromOn ? `${one.fromOn} 至 ${one.toOn}` : '—') },
          { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
        ]}
        empty=""
      />
    </Block>
  )
}
