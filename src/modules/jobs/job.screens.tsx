import { Progress } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayInstant } from '../../ui/format.ts'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { jobStates } from './job.ts'

const api = client<typeof import('./job.server.ts')>('jobs')
const tones = { waiting: 'quiet', running: 'busy', done: 'good', failed: 'bad' } as const

/** Exports and other long work: leave the page, come back, fetch the file. */
export function Jobs() {
  const found = useAnswer(api.myJobs, {}, { every: 2000 })
  return (
    <>
      <PageHead title="后台任务" note="可以离开本页，完成后回来下载；文件保留 7 天" />
      <Answer of={found}>
        {(jobs) => (
          <DataTable
            rows={jobs}
            rowKey={({ id }) => id}
            columns={[
              { title: '任务', key: 'label', render: (_, { label }) => label },
              {
                title: '状态',
                key: 'state',
                width: 100,
                render: (_, { state }) => <State tone={tones[state]}>{jobStates[state]}</State>,
              },
              {
                title: '进度',
                key: 'progress',
                width: 200,
                render: (_, { state, done, total }) =>
                  state === 'running' || state === 'done' ? (
                    <Progress
                      percent={state === 'done' ? 100 : total > 0 ? Math.round((done / total) * 100) : 0}
                      size="small"
                      aria-label="进度"
                    />
                  ) : (
                    '—'
                  ),
              },
              { title: '发起', key: 'createdAt', width: 130, render: (_, { createdAt }) => sayInstant(createdAt) },
              {
                title: '结果',
                key: 'result',
                render: (_, { id, state, fileName, problem }) =>
                  state === 'done' && fileName ? <a href={`/api/jobs/${id}`}>下载 {fileName}</a> : (problem ?? ''),
              },
            ]}
            empty="近 7 天没有后台任务；在列表页导出或批量打印后会出现在这里"
          />
        )}
      </Answer>
    </>
  )
}
