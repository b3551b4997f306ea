// Times in the reader's own zone. Dates without a time are days and stay as they are.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function showTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime)
    if (!time.dateTime.includes('T') || Number.isNaN(at.getTime())) continue
    time.title = time.dateTime
    time.textContent = format.format(at)
  }
}

// After a page was swapped in, whoever listens or uses the keyboard is at its beginning, as after a page load.
let path = location.pathname
document.addEventListener('htmx:afterSettle', ({ target }) => {
  showTimes(target)
  splitPlaces(target)
  if (target !== document.body) return
  const isSame = location.pathname === path
  path = location.pathname
  if (isSame && document.activeElement !== document.body) return
  document.getElementById('main')?.focus({ preventScroll: isSame })
  if (!isSame) scrollTo(0, 0)
})

// A link or form that was swapped away while its page was on the way is no longer known to lead anywhere: without this, the
// new page would stand under the old one's address.
document.addEventListener('htmx:beforeSwap', ({ detail: { requestConfig, pathInfo } }) => {
  const { boosted, elt } = requestConfig
  if (boosted && !elt.isConnected) history.pushState({ htmx: true }, '', pathInfo.responsePath ?? requestConfig.path)
})

// A list that can be narrowed is narrowed in place: loaded anew, it would forget what was ticked.
function narrow({ elements }) {
  const wanted = elements.q.value.trim().toLowerCase()
  const rows = [...document.querySelectorAll('[data-narrowed] [data-words]')]
  for (const row of rows) row.hidden = !row.dataset.words.includes(wanted)
  document.getElementById('none').hidden = rows.some((row) => !row.hidden)
}

// One box of jobs and their stages becomes two: first the job, then one of its stages.
function splitPlaces(root) {
  for (const stages of root.querySelectorAll('select[data-places]:not([data-split])')) {
    stages.dataset.split = ''
    const groups = [...stages.querySelectorAll('optgroup')]
    const always = [...stages.children].filter((child) => !groups.includes(child))
    const ofJob = groups.map(({ children }) => [...children])
    const { value } = stages
    const chosen = ofJob.findIndex((options) => options.includes(stages.selectedOptions[0]))
    for (const option of ofJob.flat()) option.textContent = option.dataset.stage
    const jobs = document.createElement('select')
    jobs.append(new Option('Choose a job', ''), ...groups.map(({ label }, index) => new Option(label, index)))
    jobs.value = chosen < 0 ? '' : String(chosen)
    // Options that are moved choose themselves one after another, so what is chosen is said each time.
    const show = (place) => {
      stages.replaceChildren(...always, ...(ofJob[jobs.value] ?? []))
      stages.value = place
    }
    jobs.addEventListener('change', () => show(''))
    show(value)
    const [label] = stages.labels
    const words = label.firstChild.textContent
    const beside = document.createElement('label')
    beside.append(words.replace('Job and stage', 'Job'), jobs)
    label.firstChild.textContent = words.replace('Job and stage', 'Stage')
    label.before(beside)
  }
}

const isNarrowing = (form) => form?.dataset.narrows !== undefined
document.addEventListener('input', ({ target }) => {
  if (isNarrowing(target.form)) narrow(target.form)
})
document.addEventListener(
  'submit',
  (event) => {
    if (!isNarrowing(event.target)) return
    event.preventDefault()
    event.stopPropagation()
    narrow(event.target)
  },
  true,
)

showTimes(document)
splitPlaces(document)
