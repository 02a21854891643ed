// Gives every text that is there to be copied a button. Without scripts the text is selected and copied by hand.
for (const text of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text.dataset.copy;
  button.addEventListener('click', async () => {
    text.select();
    await navigator.clipboard.writeText(text.value);
    button.textContent = text.dataset.copied;
  });
  text.after(button);
}
