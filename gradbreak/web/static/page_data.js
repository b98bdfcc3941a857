// What the page's scripts need to know, from the element that holds it.
const data = JSON.parse(find("#data").textContent);
