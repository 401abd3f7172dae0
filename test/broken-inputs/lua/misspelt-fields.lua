local P = NewProcedureClass()
function P:handleProcess(file)
  local cover = CoverBySnapshotAction:new()
  cover.definition = 10
  cover.<|lua/unknown-field:positonType|> = "Percent"
  local sprite = ImageSpriteAction:new({ <|lua/unknown-field:defintion|> = 10, definition = 10 })
  file.processActionSet:addAction(cover)
  file.processActionSet:addAction(sprite)
end
function CreateProcedure()
  return P:new()
end
