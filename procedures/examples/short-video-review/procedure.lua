-- What a short-video app does with an upload: review it first, and only if it passes make the renditions and a cover.
ShortVideoReview = NewProcedureClass()

function ShortVideoReview:handleReview(file)
  local review = ReviewAction:new()
  review.definition = 10
  file.aiReviewActionSet:addAction(review)
end

function ShortVideoReview:handleProcess(file)
  local transcode = TranscodeAction:new()
  for _, definition in ipairs({ 10, 20, 30 }) do
    transcode:addTranscodeDefinition(definition)
  end
  file.processActionSet:addAction(transcode)

  local cover = CoverBySnapshotAction:new()
  cover.definition = 10
  file.processActionSet:addAction(cover)
end

function CreateProcedure() return ShortVideoReview:new() end
