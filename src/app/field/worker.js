// Keeps the whole program on the phone, by hash, all of it or none: it opens without a network, and an old one goes on
// with its own files until its last window is closed (lessons.md L5). `files` and `version` are written in by the build.
const cacheName = `yizhan-field-${version}`

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(cacheName).then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('yizhan-field-') && name !== cacheName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || !pathname.startsWith('/field/')) return
  const wanted = event.request.mode === 'navigate' ? '/field/' : pathname
  event.respondWith(caches.match(wanted, { cacheName }).then((kept) => kept ?? fetch(event.request)))
})

// the page asks for it when the worker has said yes to a newer program
self.addEventListener('message', (event) => {
  if (event.data === 'takeOver') self.skipWaiting()
})
