import 'dayjs/locale/zh-cn'
import './console.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refusal, whenSignedOut } from '../../ui/client.ts'
import { PickersProvider } from '../../ui/pickers.tsx'
import { theme } from '../../ui/theme.ts'
import { pickers } from './pages.tsx'
import { router } from './router.tsx'

dayjs.locale('zh-cn')

const queryClient = new QueryClient({
  defaultOptions: {
    // without a network one is told so at once, rather than kept waiting for it
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, error) => count < 2 && error instanceof Refusal && ['offline', 'unavailable'].includes(error.code),
    },
  },
})
whenSignedOut(() => {
  if (!/^\/(login|join|setup|verify)/.test(location.pathname)) {
    queryClient.clear()
    void router.navigate({ to: '/login', search: { from: location.pathname + location.search } as never })
  }
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queryClient}>
        <PickersProvider pickers={pickers}>
          <RouterProvider router={router} />
        </PickersProvider>
      </QueryClientProvider>
    </ConfigProvider>
  </StrictMode>,
)
