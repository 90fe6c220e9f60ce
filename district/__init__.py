"""The 구 itself: its people, posts, 동, calendar and manners. It knows nobody above it."""
