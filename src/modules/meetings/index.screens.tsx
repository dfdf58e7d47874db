import { CommentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const meetingPages: readonly Page[] = [
  {
    path: '/meetings',
    title: '会议',
    grants: ['meeting.read'],
    menu: { group: 'work', order: 37, icon: <CommentOutlined /> },
    load: () => import('./meetings.screens.tsx').then(({ Meetings }) => ({ default: Meetings })),
  },
  {
    path: '/meetings/new',
    title: '安排会议',
    grants: ['meeting.write'],
    load: () => import('./meetingForm.screens.tsx').then(({ PlanMeeting }) => ({ default: PlanMeeting })),
  },
  {
    path: '/meetings/$id',
    title: '会议',
    grants: ['meeting.read'],
    load: () => import('./meeting.screens.tsx').then(({ MeetingRecordPage }) => ({ default: MeetingRecordPage })),
  },
]

/** On the home page: what comes, minutes to write, decisions that are due. */
export const HomeMeetings = lazy(() => import('./HomeMeetings.tsx'))
