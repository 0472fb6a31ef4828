// Prints invented reports as JSON Lines, the same ones each time: `node e2e/many.js 20000 > many.jsonl`, then
// `dateline ingest --record many.db many.jsonl && dateline merge --record many.db`. For seeing how the page bears a large record.

const n = Number(process.argv[2] ?? 20000);
let seed = 1;
const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
const pick = (list) => list[random(list.length)];

const PLACES = 'Dori, Burkina Faso|Djibo, Burkina Faso|Fada N’gourma, Burkina Faso|Kaya, Burkina Faso|Mopti, Mali|Gao, Mali|Kidal, Mali|Ménaka, Mali|Timbuktu, Mali|Bandiagara, Mali|Tillabéri, Niger|Diffa, Niger|Agadez, Niger|Maiduguri, Nigeria|Jos, Nigeria|Kaduna, Nigeria|Zamfara, Nigeria|Goma, Congo|Bunia, Congo|Beni, Congo|Bukavu, Congo|El Fasher, Sudan|Khartoum, Sudan|Nyala, Sudan|Port Sudan, Sudan|Baidoa, Somalia|Kismayo, Somalia|Mogadishu, Somalia|Mekelle, Ethiopia|Gondar, Ethiopia|Pemba, Mozambique|Taiz, Yemen|Marib, Yemen|Aden, Yemen|Idlib, Syria|Deir ez-Zor, Syria|Mosul, Iraq|Kirkuk, Iraq|Quetta, Pakistan|Peshawar, Pakistan|Kandahar, Afghanistan|Herat, Afghanistan|Sittwe, Myanmar|Lashio, Myanmar|Myitkyina, Myanmar|Marawi, Philippines|Cúcuta, Colombia|Cali, Colombia|Tumaco, Colombia|Port-au-Prince, Haiti|Culiacán, Mexico|Kharkiv, Ukraine|Kherson, Ukraine|Nairobi, Kenya|Dakar, Senegal|Lomé, Togo|Bamenda, Cameroon|Bangui, Central African Republic|N’Djamena, Chad|Juba, South Sudan'.split('|');
const GROUPS = ['gunmen', 'fighters of the Red Valley Militia', 'soldiers', 'insurgents', 'armed men on motorcycles', 'militiamen', 'fighters of the Northern Dawn Front', 'police'];
const WHOM = ['villagers', 'traders', 'a convoy', 'an army post', 'a police station', 'farmers', 'a market', 'a bus'];
const SAYS = ['the army said', 'local officials said', 'residents said', 'the police said', 'a hospital doctor said', 'the governor said'];
const MORE = ['The village lies on the road to the border.', 'Nobody claimed responsibility.', 'The wounded were taken to a hospital.', 'Schools stayed closed on the next day.', 'The road was opened again in the evening.', 'A local leader called for calm.'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

for (let i = 0; i < n; i++) {
  const place = pick(PLACES);
  const at = Date.UTC(2010, 0, 1) + random(5800) * 86_400_000;
  const published = new Date(at + 86_400_000).toISOString().slice(0, 10);
  const day = DAYS[new Date(at).getUTCDay()];
  const dead = 1 + random(24);
  const group = pick(GROUPS);
  const whom = pick(WHOM);
  const says = pick(SAYS);
  const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
  const tell = [
    () => `${capital(group)} attacked ${whom} near ${place} on ${day}, killing at least ${dead} people, ${says}.`,
    () => `At least ${dead} people were killed in ${place} on ${day} when ${group} attacked ${whom}, ${says}.`,
    () => `Thousands of people marched against the government in ${place} on ${day}, ${says}.`,
    () => `${capital(group)} abducted ${dead} people near ${place} on ${day}, ${says}.`,
    () => `Police arrested ${dead} protesters in ${place} on ${day}, ${says}.`,
    () => `An explosion killed ${dead} soldiers in ${place} on ${day}, ${says}.`,
  ];
  const text = `${tell[random(tell.length)]()} ${pick(MORE)} ${pick(MORE)}`;
  console.log(JSON.stringify({ id: `many-${i}`, published, publisher: pick(['Lakeside Wire', 'River Daily', 'Radio Seno', 'Harbour Report', 'Delta Monitor']), title: text.split(/ on | when /)[0].slice(0, 90), text }));
}
